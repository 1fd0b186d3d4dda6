using System.Globalization;
using System.Text;
using Atelier.Server.Docs;

namespace Atelier.Server.Tests.Docs;

/// <summary>Writes <c>docs/errors.md</c> from what the service says of its errors.</summary>
internal static class ErrorsMarkdown
{
    private const string Head = """
        # Errors

        Every error has a stable `code`, a sentence that names the fix, and a `request_id` under which the operator's log has more.
        The doors in OpenAI's shape (`/v1/images/…`, `/v1/models`) answer `{"error": {"message", "type", "param", "code", …}}`, all
        others problem details (RFC 9457) with `code`, `retryable`, `request_id` and, where fields are wrong, `errors`.

        At OpenAI's doors some statuses differ: its clients repeat a request that ended with 408, 409, 429 or 5xx, and a repeated
        request would be a second picture to pay for. So once a request was accepted, such a failure is 422 there.

        A running service shows the same list at `/docs/errors`. A test writes this page and fails when it is out of date.

        | Code | `/v1` | OpenAI's doors | Try again? |
        |---|---|---|---|

        """;

    public static string Write()
    {
        var page = new StringBuilder(Head);
        foreach (var error in ErrorGuide.All)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"| [`{error.Wire}`](#{error.Wire}) | {error.Status} | {error.OpenAiText} | {(error.Retryable ? "can help" : "no")} |\n"
            );
        }

        foreach (var error in ErrorGuide.All)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"\n## {error.Wire}\n\n{error.Title}.\n\n- **When:** {error.When}\n- **What to do:** {error.Advice}\n"
            );
        }

        return page.ToString();
    }
}
