using Atelier.Providers.Http;

namespace Atelier.Providers.Tests.Serving;

/// <summary>Sites as the host would make them.</summary>
internal static class Sites
{
    public const string Key = "Bearer sk-test-0123456789";

    public static readonly TimeSpan PostTimeout = TimeSpan.FromSeconds(600);

    public static ProviderSite To(Uri address, TimeProvider? time = null, params IReadOnlyList<string> fileHosts) =>
        new(
            new ProviderSiteOptions
            {
                Provider = "openai",
                BaseUrl = address,
                FileHosts = fileHosts,
                KeyHeader = "Authorization",
                KeyValue = Key,
                PostTimeout = PostTimeout,
            },
            time ?? TimeProvider.System
        );
}
