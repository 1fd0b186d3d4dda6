using Atelier.Server.Setup;

namespace Atelier.Server.Headers;

/// <summary><c>ATELIER_CORS_ORIGINS</c>: origins as browsers write them, separated by commas.</summary>
internal static class CorsOrigins
{
    /// <exception cref="SettingsException">A part is no origin; <c>*</c> and <c>null</c> are none either.</exception>
    public static IReadOnlyList<string> Read(string? text) =>
        [
            .. (text ?? "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(ReadOne),
        ];

    private static string ReadOne(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is ("http" or "https")
        && url.GetLeftPart(UriPartial.Authority).Equals(text.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
        && url.UserInfo.Length == 0
        && !text.Contains('*', StringComparison.Ordinal)
            ? url.GetLeftPart(UriPartial.Authority)
            : throw new SettingsException(
                $"ATELIER_CORS_ORIGINS takes origins such as https://app.example.com, separated by commas; '{text}' is none."
            );
}
