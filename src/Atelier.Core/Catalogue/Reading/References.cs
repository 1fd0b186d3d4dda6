namespace Atelier.Core.Catalogue.Reading;

/// <summary>Checks what styles, tiers and models say of each other, when all of them are read.</summary>
internal sealed class References
{
    private readonly HashSet<string> _models;
    private readonly HashSet<string> _styles;

    public References(IEnumerable<ModelEntry> models, IEnumerable<StyleEntry> styles)
    {
        _models = Names(models.SelectMany(model => model.Aliases.Prepend(model.Id)));
        _styles = Names(styles.Select(style => style.Id));
    }

    public void CheckModels(IEnumerable<(ModelEntry Entry, MapReader Reader)> models)
    {
        foreach (var (model, reader) in models)
        {
            foreach (var style in model.UnfitStyles)
            {
                CheckStyle(style, reader, "unfit_styles");
            }
        }
    }

    public void CheckStyles(IEnumerable<(StyleEntry Entry, MapReader Reader)> styles)
    {
        foreach (var (style, reader) in styles)
        {
            CheckModels(style.Best, reader, "best");
        }
    }

    public void CheckTiers(IEnumerable<(TierEntry Entry, MapReader Reader)> tiers)
    {
        foreach (var (tier, reader) in tiers)
        {
            CheckModels(tier.Prefer, reader, "prefer");
            CheckModels([tier.Default], reader, "default");
            foreach (var (style, model) in tier.Styles)
            {
                CheckStyle(style, reader, "styles");
                CheckModels([model], reader, "styles");
            }
        }
    }

    public void CheckModels(IEnumerable<string> names, MapReader reader, string key)
    {
        foreach (var name in names)
        {
            Check(name, _models, Sections.Models, "a model", reader, key);
        }
    }

    private void CheckStyle(string name, MapReader reader, string key) =>
        Check(name, _styles, Sections.Styles, "a style", reader, key);

    private static void Check(
        string name,
        HashSet<string> known,
        string section,
        string what,
        MapReader reader,
        string key
    )
    {
        // Without a readable list, that error is enough; and so is the one of an empty name.
        if (known.Count > 0 && name.Length > 0 && !known.Contains(name))
        {
            reader.FailName(
                key,
                section,
                name,
                $"names \"{name}\", which is not {what}; {Wording.Allowed(name, known)}"
            );
        }
    }

    private static HashSet<string> Names(IEnumerable<string> names) =>
        names.Where(name => name.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
