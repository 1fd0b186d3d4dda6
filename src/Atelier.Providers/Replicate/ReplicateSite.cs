using Atelier.Providers.Http;

namespace Atelier.Providers.Replicate;

/// <summary>Where Replicate is and how it is called.</summary>
public static class ReplicateSite
{
    /// <summary>The address of the real one; all paths are below its <c>/v1</c>.</summary>
    public static Uri BaseUrl { get; } = new("https://api.replicate.com");

    /// <summary>
    /// The site of this token: pictures come from hosts below replicate.delivery, without the token, and a POST has 30 s, since it
    /// only makes a prediction.
    /// </summary>
    public static ProviderSiteOptions Options(string key, Uri? baseUrl = null) =>
        new()
        {
            Provider = ReplicateProvider.Name,
            BaseUrl = baseUrl ?? BaseUrl,
            FileHosts = ["replicate.delivery", "*.replicate.delivery"],
            KeyHeader = "Authorization",
            KeyValue = $"Bearer {key}",
            PostTimeout = TimeSpan.FromSeconds(30),
        };
}
