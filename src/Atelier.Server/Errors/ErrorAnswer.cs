using System.Diagnostics;
using System.Globalization;
using Atelier.Core.Errors;
using Atelier.Server.Limits;
using Atelier.Server.Presentations;

namespace Atelier.Server.Errors;

/// <summary>Writes a failure in the shape of the door it happened at. The one place where errors become answers.</summary>
internal static class ErrorAnswer
{
    public static async Task WriteAsync(HttpContext context, AtelierException error)
    {
        var facts = ErrorFacts.Of(error.Code);
        var openAi = IsOpenAiDoor(context.Request.Path);
        var photo = PhotoError.IsDoor(context.Request.Path);
        var deck = DeckDoors.Has(context.Request.Path);
        var accepted = context.Features.Get<AcceptedGeneration>();
        if (accepted is not null)
        {
            context.Response.Headers[AcceptedGeneration.Header] = accepted.Id.ToString();
            context.Response.Headers.Location = accepted.Location;
            if (!accepted.Ended && OursAfterAccept(error.Code, facts))
            {
                // An invitation to try again would be one to pay again.
                facts = facts with
                {
                    Retryable = false,
                };
                error = new AtelierException(error.Code, error.Message + accepted.Text);
            }
        }

        context.Response.StatusCode =
            openAi ? OpenAiError.StatusOf(error.Code, accepted is not null)
            : photo ? PhotoError.StatusOf(error.Code)
            : deck ? DeckError.StatusOf(DeckError.CodeOf(error))
            : facts.Status;
        if (error.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        RateHeaders.Write(context, error.Limits);
        if (error.Code == ErrorCode.Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (openAi)
        {
            await OpenAiError.WriteAsync(context, error, facts);
        }
        else if (photo)
        {
            await PhotoError.WriteAsync(context, error, accepted);
        }
        else if (deck)
        {
            await DeckError.WriteAsync(context, error, accepted);
        }
        else
        {
            await Problem.WriteAsync(context, error, facts);
        }
    }

    /// <summary>Names the request in the log and in the answer.</summary>
    public static string RequestId(HttpContext context) =>
        Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;

    private static bool OursAfterAccept(ErrorCode code, ErrorFacts facts) =>
        code is not (ErrorCode.GenerationFailed or ErrorCode.WatermarkFailed) && facts.Status >= 500;

    private static bool IsOpenAiDoor(PathString path) =>
        path.StartsWithSegments("/v1/images", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/v1/models", StringComparison.OrdinalIgnoreCase);
}
