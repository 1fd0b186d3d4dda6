using Atelier.Providers.Http;

namespace Atelier.Providers.Stability;

/// <summary>How Stability AI is reached.</summary>
public static class StabilitySite
{
    /// <summary>Where the API is; paths begin with <c>/v1</c> or <c>/v2beta</c>.</summary>
    public static Uri BaseUrl { get; } = new("https://api.stability.ai");

    /// <summary>The most a call may take in all: a large upscale brings its picture within the answer.</summary>
    public static TimeSpan CallTimeout { get; } = TimeSpan.FromSeconds(300);

    /// <summary>The settings for this key. Pictures come within the answer, so there are no file hosts.</summary>
    /// <param name="baseUrl">Another address of the same API; null takes <see cref="BaseUrl"/>.</param>
    public static ProviderSiteOptions Options(string key, Uri? baseUrl = null) =>
        new()
        {
            Provider = StabilityProvider.Name,
            BaseUrl = baseUrl ?? BaseUrl,
            KeyHeader = "Authorization",
            KeyValue = $"Bearer {key}",
            // As JSON the picture, its seed and how it ended come in one body, which is kept whole or not at all; as a bare
            // picture the other two would be headers, and a crash could keep the one without the others.
            Accept = "application/json",
            PostTimeout = CallTimeout,
        };
}
