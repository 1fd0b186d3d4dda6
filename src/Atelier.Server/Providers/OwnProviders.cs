using Atelier.Core.Catalogue;
using Atelier.Engine.Catalogue;
using Atelier.Providers;
using Atelier.Providers.Automatic1111;
using Atelier.Providers.ComfyUi;
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
    public static IReadOnlyList<ProviderSetting> Read(IConfiguration configuration, string catalogue, string? overlay)
    {
        var workflows = Path.Combine(overlay ?? catalogue, "workflows");
        var taken = KeyVariables(catalogue, overlay);
        return
        [
            .. Entries(catalogue, overlay)
                .Select(entry => Read(configuration, entry, workflows, taken))
                .OfType<ProviderSetting>(),
        ];
    }

    /// <summary>The variables that hold their keys, switched on or not.</summary>
    public static IReadOnlySet<string> KeyVariables(string catalogue, string? overlay) =>
        Entries(catalogue, overlay).Select(entry => entry.KeyVariable).OfType<string>().ToHashSet();

    /// <summary>The adapter of a provider that is switched on, with one of its keys.</summary>
    /// <exception cref="SettingsException">Its workflows are wrong; the text names file, node and slot.</exception>
    public static IRemoteProvider Create(
        ProviderSetting setting,
        string key,
        ProviderEntry entry,
        CatalogueSnapshot catalogue,
        TimeProvider time
    )
    {
        var url = setting.BaseUrl;
        if (entry.OwnAdapter == OwnAdapters.OpenAiCompatible)
        {
            var options = OpenAiCompatibleSite.Options(entry, key, url);
            return new OpenAiCompatibleProvider(entry, new ProviderSite(options, time), time);
        }

        if (entry.OwnAdapter == OwnAdapters.Automatic1111)
        {
            var options = Automatic1111Site.Options(entry, key, url);
            return new Automatic1111Provider(entry, new ProviderSite(options, time), time);
        }

        try
        {
            var site = new ProviderSite(ComfyUiSite.Options(entry, key, url), time);
            return new ComfyUiProvider(entry, site, setting.Workflows, catalogue, time);
        }
        catch (WorkflowException exception)
        {
            throw new SettingsException(exception.Message);
        }
    }

    private static ProviderSetting? Read(
        IConfiguration configuration,
        ProviderEntry entry,
        string workflows,
        IReadOnlySet<string> taken
    )
    {
        var keys = entry.KeyVariable is { } variable ? KeySettings.Read(configuration, variable, taken) : [];
        if (entry.KeyVariable is not null && keys.Count == 0)
        {
            return null;
        }

        return new ProviderSetting
        {
            Id = entry.Id,
            Key = keys.FirstOrDefault(key => key.Weight > 0)?.Key ?? "",
            Keys = keys,
            BaseUrl = AddressOf(configuration, entry),
            Entry = entry,
            Workflows = configuration[$"ATELIER:Providers:{entry.Id}:Workflows"] is { Length: > 0 } folder
                ? Path.GetFullPath(folder)
                : workflows,
        };
    }

    private static Uri AddressOf(IConfiguration configuration, ProviderEntry entry)
    {
        var name = $"ATELIER__Providers__{entry.Id}__BaseUrl";
        return configuration[$"ATELIER:Providers:{entry.Id}:BaseUrl"] is { Length: > 0 } set
                ? ServerSettings.ReadUrl(name, set)
            : entry.Endpoint is { } endpoint ? new Uri(endpoint)
            : throw new SettingsException(
                $"The provider {entry.Id} has no address: give it an endpoint in the catalogue, or set {name}."
            );
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
