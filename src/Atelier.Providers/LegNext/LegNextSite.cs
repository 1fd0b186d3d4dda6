using Atelier.Providers.Http;

namespace Atelier.Providers.LegNext;

/// <summary>Where LegNext is and how it is called.</summary>
public static class LegNextSite
{
    /// <summary>The address of the real one; the paths of tasks and of the account are below it.</summary>
    public static Uri BaseUrl { get; } = new("https://api.legnext.ai");

    /// <summary>The site of this key: pictures come from LegNext's own two hosts, and a POST has 30 s, since it only makes a task.</summary>
    public static ProviderSiteOptions Options(string key, Uri? baseUrl = null) =>
        new()
        {
            Provider = LegNextProvider.Name,
            BaseUrl = baseUrl ?? BaseUrl,
            FileHosts = ["cdn.legnext.ai", "image.legnext.ai"],
            KeyHeader = "x-api-key",
            KeyValue = key,
            PostTimeout = TimeSpan.FromSeconds(30),
        };
}
