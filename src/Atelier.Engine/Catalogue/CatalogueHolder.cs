using Atelier.Core.Catalogue;

namespace Atelier.Engine.Catalogue;

/// <summary>The catalogue in force. Replaced whole by the watcher; whoever plans reads it once.</summary>
public sealed class CatalogueHolder(CatalogueSnapshot first)
{
    private volatile CatalogueSnapshot _current = first;
    private volatile string? _problem;

    public CatalogueSnapshot Current => _current;

    /// <summary>Why the newest files are not in force; null when they are.</summary>
    public string? Problem => _problem;

    internal void Replace(CatalogueSnapshot snapshot)
    {
        _current = snapshot;
        _problem = null;
    }

    internal void Keep(string problem) => _problem = problem;
}
