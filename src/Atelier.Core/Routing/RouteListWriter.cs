using Atelier.Core.Catalogue;

namespace Atelier.Core.Routing;

/// <summary>Writes a list: models by name, each once, where it is named first.</summary>
internal sealed class RouteListWriter(
    CatalogueSnapshot catalogue,
    DateOnly today,
    IReadOnlyDictionary<string, IReadOnlyList<Place>> places
)
{
    private readonly List<RouteLine> _lines = [];
    private readonly List<string> _text = [];
    private readonly HashSet<string> _taken = [];

    public RouteListWriter Say(string sentence)
    {
        _text.Add(sentence);
        return this;
    }

    public RouteListWriter Add(IEnumerable<string> names, string reason)
    {
        foreach (var name in names)
        {
            // A file of the operator's may name a model that is not there; the others still stand.
            if (catalogue.FindModel(name) is not { } named)
            {
                continue;
            }

            var model = catalogue.CurrentOf(named, today);
            if (places.TryGetValue(model.Id, out var offers) && _taken.Add(model.Id))
            {
                _lines.Add(new(model.Id, offers, model == named ? reason : $"{reason}, in place of {named.Id}"));
            }
        }

        return this;
    }

    public RouteList Finish() => new(_lines, _text);
}
