using Atelier.Core.Catalogue;
using Atelier.Providers.Http;

namespace Atelier.Providers.ComfyUi;

/// <summary>How a ComfyUI server is reached.</summary>
public static class ComfyUiSite
{
    /// <summary>A call only queues a job.</summary>
    public static TimeSpan CallTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The settings of this provider. ComfyUI itself knows no keys; a proxy before it may want one.</summary>
    /// <param name="key">Empty where none is wanted.</param>
    /// <param name="baseUrl">Another address; null takes the endpoint of the catalogue.</param>
    public static ProviderSiteOptions Options(ProviderEntry entry, string key, Uri? baseUrl = null) =>
        new()
        {
            Provider = entry.Id,
            BaseUrl = baseUrl ?? new Uri(entry.Endpoint!),
            KeyHeader = "Authorization",
            KeyValue = key.Length == 0 ? "" : $"Bearer {key}",
            PostTimeout = CallTimeout,
        };
}
