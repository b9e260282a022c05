// Has the build turn `sql/` into Swift, so that adding a migration is adding a file.

import Foundation
import PackagePlugin

/// Runs `embed-migrations` whenever a file of `sql/` comes, changes or goes.
@main struct EmbedMigrations: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "sql")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let files = names.filter { $0.hasSuffix(".sql") }.sorted().map {
            folder.appending(path: $0)
        }
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedMigrations.swift")
        return [
            .buildCommand(
                displayName: "Embedding the migrations",
                executable: try context.tool(named: "embed-migrations").url,
                arguments: [folder.path, output.path],
                // The folder itself: its date changes when a file comes or goes.
                inputFiles: [folder] + files,
                outputFiles: [output])
        ]
    }
}
