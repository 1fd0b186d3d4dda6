using Atelier.Providers.Http;

namespace Atelier.Providers.Gemini;

/// <summary>How Google's Gemini API is reached.</summary>
public static class GeminiSite
{
    /// <summary>Where the API is; paths begin with <c>/v1beta</c>.</summary>
    public static Uri BaseUrl { get; } = new("https://generativelanguage.googleapis.com");

    /// <summary>The most a call may take in all: pictures of 4K with thinking come late.</summary>
    public static TimeSpan CallTimeout { get; } = TimeSpan.FromSeconds(180);

    /// <summary>The settings for this key, which goes in a header and never in an address. Pictures come within the answer.</summary>
    /// <param name="baseUrl">Another address of the same API; null takes <see cref="BaseUrl"/>.</param>
    public static ProviderSiteOptions Options(string key, Uri? baseUrl = null) =>
        new()
        {
            Provider = GeminiProvider.Name,
            BaseUrl = baseUrl ?? BaseUrl,
            KeyHeader = "x-goog-api-key",
            KeyValue = key,
            PostTimeout = CallTimeout,
        };
}
