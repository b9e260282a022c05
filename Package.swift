// swift-tools-version: 6.2
import PackageDescription

/// The modules and what each may import; docs/ARCHITECTURE.md says what each is for.
let package = Package(
    name: "postern",
    platforms: [.macOS(.v26)],
    products: [.executable(name: "postern", targets: ["postern"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CCrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),
        // Not by pkg-config, which would link it: Images opens libgd for the first image.
        .systemLibrary(name: "CGD", providers: [.apt(["libgd-dev"])]),
        .systemLibrary(
            name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CLinux"),
        .target(name: "Reactor", dependencies: ["CLinux"]),
        .target(name: "HTTPWire"),
        .target(name: "JSONWire"),
        .target(name: "Postgres", dependencies: ["CLibPQ", "Reactor", .deque]),
        .target(name: "Domain", dependencies: ["JSONWire"]),
        .target(name: "Catalog", dependencies: ["Domain", "JSONWire"]),
        .target(name: "Access", dependencies: ["Domain", "HTTPWire", .crypto]),
        .target(name: "Secrets", dependencies: ["CCrypt", .crypto, .cryptoExtras]),
        .target(name: "Images", dependencies: ["CGD", "Domain"]),
        .target(
            name: "Signing", dependencies: ["Domain", "JSONWire", .crypto, .cryptoExtras]),
        .target(
            name: "OAuth",
            dependencies: [
                "Access", "Domain", "HTTPWire", "JSONWire", "Secrets", "Signing", .crypto,
            ]),
        .target(
            name: "Store",
            dependencies: [
                "Catalog", "Domain", "Images", "JSONWire", "OAuth", "Postgres", "Secrets", .crypto,
            ],
            plugins: ["EmbedMigrations"]),
        .target(
            name: "Dialects",
            dependencies: [
                "Catalog", "Domain", "HTTPWire", "JSONWire", "OAuth", "Pages", "Secrets",
            ]),
        .target(
            name: "OpenAPI",
            dependencies: ["Catalog", "Dialects", "Domain", "HTTPWire", "JSONWire", "OAuth"]),
        .target(name: "Pages", dependencies: [.mustache]),
        .target(
            name: "Gateway",
            dependencies: [
                "Access", "Catalog", "Dialects", "Domain", "HTTPWire", "JSONWire", "OAuth",
                "OpenAPI", "Postgres", "Reactor", "Secrets", "Signing", "Store", .configuration,
                .crypto, .logging,
            ]),
        .executableTarget(
            name: "postern",
            dependencies: [
                "Dialects", "Domain", "Gateway", "HTTPWire", "JSONWire", "OAuth", "Reactor",
                "Store", .argumentParser,
            ]),
        .executableTarget(name: "embed-migrations", path: "Sources/EmbedMigrations"),
        .plugin(
            name: "EmbedMigrations", capability: .buildTool(), dependencies: ["embed-migrations"]),
        .target(
            name: "TestSupport", dependencies: ["Dialects", "JSONWire"], path: "Tests/Support"),
        .target(
            name: "GatewaySupport",
            dependencies: [
                "Catalog", "Domain", "Gateway", "JSONWire", "OAuth", "Postgres", "Reactor",
                "Secrets", "Signing", "Store",
            ],
            path: "Tests/GatewaySupport"),
        .testTarget(name: "AccessTests", dependencies: ["Access", "Domain", "HTTPWire"]),
        .testTarget(
            name: "ClientsTests",
            dependencies: [
                "Domain", "Gateway", "GatewaySupport", "JSONWire", "OAuth", "Reactor",
            ]),
        .testTarget(
            name: "CommandTests", dependencies: ["JSONWire", "Postgres", "Store", "postern"]),
        .testTarget(name: "ConfigurationTests", dependencies: ["Access", "Gateway"]),
        .testTarget(
            name: "DialectsTests",
            dependencies: ["Catalog", "Dialects", "Domain", "HTTPWire", "JSONWire", "OAuth"]),
        .testTarget(name: "DomainTests", dependencies: ["Domain"]),
        .testTarget(
            name: "FaultTests",
            dependencies: [
                "Domain", "Gateway", "GatewaySupport", "JSONWire", "Postgres", "Reactor", "postern",
            ]),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "Access", "Catalog", "Dialects", "Domain", "Gateway", "GatewaySupport", "HTTPWire",
                "JSONWire", "OAuth", "OpenAPI", "Postgres", "Reactor", "Signing", "Store",
                "TestSupport", .crypto,
            ]),
        .testTarget(name: "HTTPWireTests", dependencies: ["HTTPWire"]),
        .testTarget(name: "ImagesTests", dependencies: ["Domain", "Images"]),
        .testTarget(name: "JSONWireTests", dependencies: ["JSONWire"]),
        .testTarget(
            name: "OAuthTests", dependencies: ["Access", "Domain", "HTTPWire", "OAuth", "Secrets"]),
        .testTarget(
            name: "OpenAPITests",
            dependencies: [
                "Catalog", "Dialects", "Domain", "HTTPWire", "JSONWire", "OAuth", "OpenAPI",
                "TestSupport",
            ]),
        .testTarget(name: "PagesTests", dependencies: ["Pages", .crypto]),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", "Reactor"]),
        .testTarget(name: "ReactorTests", dependencies: ["Reactor"]),
        .testTarget(
            name: "RoutesTests", dependencies: ["Dialects", "JSONWire", "OpenAPI", "TestSupport"]),
        .testTarget(name: "SecretsTests", dependencies: ["Secrets"]),
        .testTarget(
            name: "SigningTests",
            dependencies: ["Domain", "JSONWire", "Signing", .crypto, .cryptoExtras]),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "Catalog", "Dialects", "Domain", "Gateway", "Images", "JSONWire", "Postgres",
                "Store",
            ]),
        .testTarget(name: "TidyTests"),
    ],
    swiftLanguageModes: [.v6]
)

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
    static let deque = product(name: "DequeModule", package: "swift-collections")
    static let logging = product(name: "Logging", package: "swift-log")
    static let mustache = product(name: "Mustache", package: "swift-mustache")
}

for target in package.targets where ![.system, .plugin].contains(target.type) {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
