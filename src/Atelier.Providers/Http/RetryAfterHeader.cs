using System.Globalization;

namespace Atelier.Providers.Http;

/// <summary>Reads <c>retry-after-ms</c>, and <c>Retry-After</c> as seconds or as an HTTP date.</summary>
public static class RetryAfterHeader
{
    // A provider that asks for years has a bug, and it must not switch itself off here.
    private static readonly TimeSpan Most = TimeSpan.FromDays(1);

    /// <summary>How long to wait, zero to a day; null when neither header says.</summary>
    /// <param name="header">Gives the first value of a header; null when it is not there.</param>
    public static TimeSpan? Read(Func<string, string?> header, TimeProvider time)
    {
        if (Number(header("retry-after-ms")) is { } milliseconds)
        {
            return Bounded(milliseconds / 1000);
        }

        var text = header("Retry-After");
        if (Number(text) is { } seconds)
        {
            return Bounded(seconds);
        }

        return DateTimeOffset.TryParseExact(
            text,
            "r",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var date
        )
            ? Bounded((date - time.GetUtcNow()).TotalSeconds)
            : null;
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;

    private static TimeSpan Bounded(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Most.TotalSeconds));
}
