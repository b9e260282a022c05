// The process's environment.

import Foundation

enum Environment {
    static var variables: [String: String] { ProcessInfo.processInfo.environment }
}
