using System.Globalization;
using System.Net;
using System.Text;

namespace Atelier.Server.Docs;

/// <summary><c>/docs/errors</c>: where the <c>type</c> of a problem leads.</summary>
internal static class ErrorsPage
{
    public static readonly string Html = Write();

    private static string Write()
    {
        var html = new StringBuilder(
            """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>Errors · Atelier</title>
              <link rel="icon" href="/docs/icon.svg" type="image/svg+xml">
              <link rel="stylesheet" href="/docs/docs.css">
            </head>
            <body>
              <header class="bar"><a class="brand" href="/docs"><img src="/docs/icon.svg" alt="" width="28" height="28">Atelier</a></header>
              <main class="text">
                <h1>Errors</h1>
                <p>Every error carries its name as <code>code</code> and an id as <code>request_id</code>, under which the
                operator's log has more. The doors of OpenAI's shape (<code>/v1/images</code>, <code>/v1/models</code>) answer
                <code>{"error": {…}}</code>, all others problem details (RFC 9457).</p>

            """
        );
        foreach (var error in ErrorGuide.All)
        {
            html.Append(
                CultureInfo.InvariantCulture,
                $"""
                    <section id="{Encode(error.Wire)}" class="error">
                      <h2><code>{Encode(error.Wire)}</code></h2>
                      <p class="quiet">{error.Status} · at OpenAI's doors {Encode(error.OpenAiText)}{(
                    error.Retryable ? " · trying again can help" : ""
                )}</p>
                      <p>{Encode(error.When)}</p>
                      <p><strong>What to do:</strong> {Encode(error.Advice)}</p>
                    </section>

                """
            );
        }

        return html.Append("  </main>\n</body>\n</html>\n").ToString();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
