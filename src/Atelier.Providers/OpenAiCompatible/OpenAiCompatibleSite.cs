using Atelier.Core.Catalogue;
using Atelier.Providers.Http;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>How a server that (nearly) speaks OpenAI's wire is reached.</summary>
public static class OpenAiCompatibleSite
{
    /// <summary>The most a call may take in all: on a machine of one's own a large picture takes minutes.</summary>
    public static TimeSpan CallTimeout { get; } = TimeSpan.FromSeconds(600);

    /// <summary>The settings of this provider.</summary>
    /// <param name="key">Empty where the server wants none.</param>
    /// <param name="baseUrl">Another address; null takes the endpoint of the catalogue.</param>
    public static ProviderSiteOptions Options(ProviderEntry entry, string key, Uri? baseUrl = null)
    {
        var wire = CompatWire.Of(entry.Wire);
        return new ProviderSiteOptions
        {
            Provider = entry.Id,
            BaseUrl = baseUrl ?? new Uri(entry.Endpoint!),
            FileHosts = wire.FileHosts,
            KeyHeader = wire.AuthHeader,
            KeyValue = wire.AuthValue(key),
            PostTimeout = CallTimeout,
        };
    }
}
