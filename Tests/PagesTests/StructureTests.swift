// What every page is, whatever it shows: well formed, accessible, and without anything that runs.

import Pages
import Testing

@Suite struct StructureTests {
    @Test("a page is one well-formed document", arguments: Sample.all)
    func document(_ sample: Sample) throws {
        let root = try sample.document
        #expect(root["lang"] == "en")
        #expect(root.children.map(\.name) == ["head", "body"])
        #expect(root.all("h1").count == 1)
        #expect(root.all("main").count == 1)
        #expect(root.all("title").map(\.text).allSatisfy { !$0.isEmpty })
        let metas = root.all("meta").reduce(into: [:]) { $0[$1["name"] ?? ""] = $1["content"] }
        #expect(metas["viewport"] == "width=device-width, initial-scale=1")
        #expect(metas["referrer"] == "no-referrer")
        #expect(metas["robots"] == "noindex")
        #expect(root.all("meta").first?["charset"] == "utf-8")
    }

    @Test("nothing comes from elsewhere and nothing runs", arguments: Sample.all)
    func inert(_ sample: Sample) throws {
        let root = try sample.document
        let names = Set(root.all.map(\.name))
        #expect(names.isDisjoint(with: ["a", "style", "iframe", "object", "base"]))
        #expect(names.contains("script") == (sample.name == "form-post"))
        let attributes = root.all.flatMap(\.attributes)
        #expect(attributes.filter { $0.name == "style" || $0.name.hasPrefix("on") }.isEmpty)
        let loaded = attributes.filter { $0.name == "src" || $0.name == "href" }
        #expect(loaded.allSatisfy { $0.value?.hasPrefix("/") == true })
        #expect(root.all("link").map { $0["rel"] } == ["stylesheet"])
    }

    @Test("ids are unique, and what refers to one finds it", arguments: Sample.all)
    func references(_ sample: Sample) throws {
        let root = try sample.document
        let ids = root.all.compactMap { $0["id"] }
        #expect(Set(ids).count == ids.count)
        let referring = ["for", "aria-describedby", "aria-labelledby"]
        for element in root.all {
            for id in referring.compactMap({ element[$0] }).flatMap({ $0.split(separator: " ") }) {
                #expect(ids.contains(String(id)))
            }
        }
    }

    @Test("a person who does not see the page is told what things are", arguments: Sample.all)
    func names(_ sample: Sample) throws {
        let root = try sample.document
        #expect(root.all("img").allSatisfy { $0.has("alt") })
        let labelled = root.all("label").compactMap { $0["for"] }
        let fields = root.all("input").filter { $0["type"] != "hidden" }
        #expect(fields.compactMap { $0["id"] } == labelled)
        #expect(fields.count == labelled.count)
        #expect(root.all("button").allSatisfy { !$0.text.isEmpty && $0["type"] == "submit" })
        #expect(root.all.filter { $0.has("autofocus") }.count <= 1)
    }

    @Test("a problem is announced, and the fields say that it is theirs", arguments: Sample.all)
    func problems(_ sample: Sample) throws {
        let root = try sample.document
        guard root.all.contains(where: { $0["id"] == "problem" }) else { return }
        #expect(root.all.first { $0["id"] == "problem" }?["role"] == "alert")
        for field in root.all("input") where field["type"] != "hidden" {
            #expect(field["aria-describedby"]?.split(separator: " ").first == "problem")
        }
    }

    static let forms: [(page: String, posted: [String])] = [
        ("login", ["ticket=t-1", "username=", "password", "decision=cancel"]),
        (
            "login-wrong",
            ["ticket=t-1", "username=alice", "password", "decision=cancel"]
        ),
        ("consent", ["ticket=t-2", "decision=switch", "decision=allow", "decision=deny"]),
        ("device-code", ["ticket=t-3", "user_code="]),
        ("device-code-prefilled", ["ticket=t-3", "user_code=WDJB-MJHT"]),
        ("logout", ["ticket=t-4", "decision=logout", "decision=stay"]),
        ("form-post", ["code=c-1", "state=s & t", "iss=https://acme.example"]),
    ]

    @Test("a form posts what the gateway reads", arguments: forms)
    func form(_ page: String, _ posted: [String]) throws {
        let root = try Sample.named(page).document
        let form = try #require(root.all("form").first)
        #expect(root.all("form").count == 1)
        #expect(form["method"] == "post")
        let controls = form.all.compactMap { control in
            control["name"].map { $0 + (control["value"].map { "=" + $0 } ?? "") }
        }
        #expect(controls == posted)
        let tickets = form.all("input").filter { $0["name"] == "ticket" }
        #expect(tickets.allSatisfy { $0["type"] == "hidden" })
    }

    @Test(
        "a page without anything to decide has no form",
        arguments: ["error", "error-without-tenant", "device-approved", "device-denied"])
    func formless(_ page: String) throws {
        #expect(try Sample.named(page).document.all("form") == [])
    }

    @Test("the keyboard begins where something is to be typed")
    func focus() throws {
        let focused = try ["login", "login-wrong", "device-code", "consent", "logout"].map {
            try Sample.named($0).document.all.first { $0.has("autofocus") }?["id"] ?? "nowhere"
        }
        #expect(focused == ["username", "password", "user_code", "nowhere", "nowhere"])
    }

    @Test("password managers and phones know the fields")
    func completion() throws {
        let fields = try Sample.named("login").document.all("input").filter { $0.has("id") }
        #expect(fields.map { $0["autocomplete"] } == ["username", "current-password"])
        #expect(fields.map { $0["type"] } == ["text", "password"])
    }
}

extension Sample {
    var document: Element {
        get throws { try MarkupReader.document(#require(page).html) }
    }

    static func named(_ name: String) throws -> Sample {
        try #require(all.first { $0.name == name })
    }
}
