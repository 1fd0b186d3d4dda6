using System.Globalization;
using Atelier.Core.Errors;
using Microsoft.Extensions.Primitives;

namespace Atelier.Server.Wire;

/// <summary>What the caller wants of the time: the <c>Prefer</c> header of RFC 7240.</summary>
/// <param name="RespondAsync">Answer at once.</param>
/// <param name="Wait">Answer when done, at the latest after this.</param>
internal sealed record Preference(bool RespondAsync, TimeSpan? Wait)
{
    /// <summary>Seconds that a caller can be made to wait.</summary>
    private const int MostSeconds = 600;

    /// <exception cref="AtelierException">A wait that is no whole number of seconds up to 600.</exception>
    public static Preference Read(HttpRequest request)
    {
        var respondAsync = false;
        TimeSpan? wait = null;
        foreach (var part in Parts(request.Headers["Prefer"]))
        {
            if (part.Equals("respond-async", StringComparison.OrdinalIgnoreCase))
            {
                respondAsync = true;
            }
            else if (part.StartsWith("wait=", StringComparison.OrdinalIgnoreCase))
            {
                wait = ReadWait(part["wait=".Length..]);
            }
        }

        return new Preference(respondAsync, wait);
    }

    /// <summary>Tells the caller which preference was followed.</summary>
    public void Confirm(HttpResponse response)
    {
        if (Wait is { } wait)
        {
            response.Headers["Preference-Applied"] = string.Create(
                CultureInfo.InvariantCulture,
                $"wait={wait.TotalSeconds:0}"
            );
        }
        else if (RespondAsync)
        {
            response.Headers["Preference-Applied"] = "respond-async";
        }
    }

    // Preferences may be joined by commas or semicolons, and unknown ones are to be ignored.
    private static IEnumerable<string> Parts(StringValues headers) =>
        headers.SelectMany(header =>
            (header ?? "").Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        );

    private static TimeSpan ReadWait(string text) =>
        int.TryParse(text.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= MostSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new AtelierException([
                new FieldError("Prefer", $"Prefer: wait=N takes whole seconds from 0 to {MostSeconds}."),
            ]);
}
