using Atelier.Providers.Http;

namespace Atelier.Providers.OpenAi;

/// <summary>How OpenAI is reached.</summary>
public static class OpenAiSite
{
    /// <summary>Where the API is; paths begin with <c>/v1</c>.</summary>
    public static Uri BaseUrl { get; } = new("https://api.openai.com");

    /// <summary>The most a call may take in all; the official clients wait as long.</summary>
    public static TimeSpan CallTimeout { get; } = TimeSpan.FromSeconds(600);

    /// <summary>The settings for this key. Pictures come within the answer, so there are no file hosts.</summary>
    /// <param name="baseUrl">Another address of the same API; null takes <see cref="BaseUrl"/>.</param>
    public static ProviderSiteOptions Options(string key, Uri? baseUrl = null) =>
        new()
        {
            Provider = OpenAiProvider.Name,
            BaseUrl = baseUrl ?? BaseUrl,
            KeyHeader = "Authorization",
            KeyValue = $"Bearer {key}",
            PostTimeout = CallTimeout,
        };
}
