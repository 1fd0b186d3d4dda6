using Atelier.Core.Catalogue;

namespace Atelier.Core.Requests;

/// <summary>Checks the options of single providers against what the catalogue says each takes.</summary>
internal static class ProviderOptionsValidator
{
    private const string Field = "provider_options";

    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Validate(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? options,
        CatalogueSnapshot catalogue,
        ErrorList errors
    )
    {
        foreach (var (id, values) in options ?? new Dictionary<string, IReadOnlyDictionary<string, string>>())
        {
            if (catalogue.FindProvider(id) is not { } provider)
            {
                errors.AddUnknown($"{Field}.{id}", id, [.. catalogue.Providers.Select(known => known.Id)]);
                continue;
            }

            // JSON may say null where the types promise a value.
            if (values is null)
            {
                errors.Add($"{Field}.{id}", $"{Field}.{id} must be an object of options.");
                continue;
            }

            foreach (var (name, value) in values)
            {
                CheckOption($"{Field}.{id}.{name}", name, value ?? "null", provider, errors);
            }
        }

        return options ?? new Dictionary<string, IReadOnlyDictionary<string, string>>();
    }

    private static void CheckOption(string field, string name, string value, ProviderEntry provider, ErrorList errors)
    {
        var option = provider.Options.FirstOrDefault(known => known.Name == name);
        if (option is null)
        {
            var names = provider.Options.Select(known => known.Name).ToList();
            var list = names.Count > 0 ? $"it takes {string.Join(", ", names)}" : "it takes none";
            errors.Add(field, $"Provider {provider.Id} has no option '{name}'; {list}.", names);
        }
        else if (!option.Takes(value))
        {
            if (option.Min is null)
            {
                errors.AddUnknown(field, value, option.Values);
            }
            else
            {
                errors.Add(field, $"{field} must be {option.Allowed}.", option.Values.Count > 0 ? option.Values : null);
            }
        }
    }
}
