namespace Atelier.Core.Catalogue.Reading;

/// <summary>Collects what is wrong, so that one reading shows all of it.</summary>
internal sealed class ErrorList
{
    private readonly List<CatalogueError> _errors = [];

    /// <summary>What the overlay took away, by section and name, with the place that says so.</summary>
    public Dictionary<(string Section, string Name), Node> Removed { get; } = [];

    public void Add(string file, int line, string message) => _errors.Add(new CatalogueError(file, line, message));

    /// <exception cref="CatalogueException">There is at least one error.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw new CatalogueException([
                .. _errors.OrderBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line),
            ]);
        }
    }
}
