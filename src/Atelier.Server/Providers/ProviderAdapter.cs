using Atelier.Providers;

namespace Atelier.Server.Providers;

/// <summary>How a provider is switched on and made.</summary>
/// <param name="KeyVariable">The environment variable that holds its key; more have a number behind that name.</param>
/// <param name="Create">Makes the adapter that bears one of the keys.</param>
internal sealed record ProviderAdapter(
    string KeyVariable,
    Func<ProviderSetting, string, TimeProvider, IRemoteProvider> Create
);
