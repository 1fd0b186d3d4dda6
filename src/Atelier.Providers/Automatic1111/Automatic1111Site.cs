using System.Text;
using Atelier.Core.Catalogue;
using Atelier.Providers.Http;

namespace Atelier.Providers.Automatic1111;

/// <summary>How the web UI's API is reached.</summary>
public static class Automatic1111Site
{
    /// <summary>The most a call may take in all: jobs wait for each other there, and loading a checkpoint takes minutes.</summary>
    public static TimeSpan CallTimeout { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The settings of this provider.</summary>
    /// <param name="key"><c>user:password</c> as given to <c>--api-auth</c>; empty without.</param>
    /// <param name="baseUrl">Another address; null takes the endpoint of the catalogue.</param>
    public static ProviderSiteOptions Options(ProviderEntry entry, string key, Uri? baseUrl = null) =>
        new()
        {
            Provider = entry.Id,
            BaseUrl = baseUrl ?? new Uri(entry.Endpoint!),
            KeyHeader = "Authorization",
            KeyValue = key.Length == 0 ? "" : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(key))}",
            PostTimeout = CallTimeout,
        };
}
