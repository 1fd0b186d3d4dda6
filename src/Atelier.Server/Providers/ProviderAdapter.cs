using Atelier.Providers;

namespace Atelier.Server.Providers;

/// <summary>How a provider is switched on and made.</summary>
/// <param name="KeyVariable">The environment variable that holds its key.</param>
internal sealed record ProviderAdapter(string KeyVariable, Func<ProviderSetting, TimeProvider, IRemoteProvider> Create);
