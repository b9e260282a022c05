// What surrounds every page: the document's head, whose pages these are, and the card.

/// The document around a page's own content.
///
/// Nothing in it comes from elsewhere, runs, or tells another site where the person was
/// (RFC 9700 §4.2.4, §4.16).
enum Layout {
    static let template = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>{{$title}}{{/title}}{{#tenantName}} – {{tenantName}}{{/tenantName}}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="robots" content="noindex">
        <meta name="color-scheme" content="light dark">
        <link rel="stylesheet" href="{{stylesheetPath}}">
        </head>
        <body>
        {{#tenantName}}
        <header class="tenant"><bdi>{{tenantName}}</bdi></header>
        {{/tenantName}}
        <main class="card">
        {{$main}}{{/main}}\
        </main>
        </body>
        </html>

        """
}
