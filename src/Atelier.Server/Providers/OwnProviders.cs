using Atelier.Core.Catalogue;
using Atelier.Engine.Catalogue;
using Atelier.Providers;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAiCompatible;
using Atelier.Server.Setup;

namespace Atelier.Server.Providers;

/// <summary>
/// Providers of the operator's own: whatever the catalogue gives one of <see cref="OwnAdapters"/>, under any id. They are switched
/// on at the start, and keep the switches that they had then.
/// </summary>
internal static class OwnProviders
{
    /// <summary>Those that are switched on: with an address, and with a key where they name a variable for one.</summary>
    /// <exception cref="SettingsException">A setting of one is wrong; the text names it.</exception>
    public static IReadOnlyList<ProviderSetting> Read(
        IConfiguration configuration,
        string catalogue,
        string? overlay
    ) => [.. Entries(catalogue, overlay).Select(entry => Read(configuration, entry)).OfType<ProviderSetting>()];

    /// <summary>The adapter of a provider that is switched on.</summary>
    public static IRemoteProvider Create(ProviderSetting setting, ProviderEntry entry, TimeProvider time)
    {
        var url = setting.BaseUrl!;
        return new OpenAiCompatibleProvider(
            entry,
            new ProviderSite(OpenAiCompatibleSite.Options(entry, setting.Key, url), time),
            time
        );
    }

    private static ProviderSetting? Read(IConfiguration configuration, ProviderEntry entry)
    {
        var key = entry.KeyVariable is { } variable ? configuration[variable]?.Trim() : "";
        var name = $"ATELIER__Providers__{entry.Id}__BaseUrl";
        var url =
            configuration[$"ATELIER:Providers:{entry.Id}:BaseUrl"] is { Length: > 0 } set
                ? ServerSettings.ReadUrl(name, set)
            : entry.Endpoint is { } endpoint ? new Uri(endpoint)
            : null;
        if (key is null || (entry.KeyVariable is not null && key.Length == 0))
        {
            return null;
        }

        return new ProviderSetting
        {
            Id = entry.Id,
            Key = key.Length == 0 ? "" : ServerSettings.ReadKey(entry.KeyVariable!, key),
            BaseUrl =
                url
                ?? throw new SettingsException(
                    $"The provider {entry.Id} has no address: give it an endpoint in the catalogue, or set {name}."
                ),
            Entry = entry,
        };
    }

    // A catalogue that is wrong stops the start, and says more there than could be said here.
    private static IEnumerable<ProviderEntry> Entries(string catalogue, string? overlay)
    {
        try
        {
            return new CatalogueFolder(catalogue, overlay)
                .Read()
                .Providers.Where(entry => entry.OwnAdapter is not null);
        }
        catch (CatalogueException)
        {
            return [];
        }
    }
}
