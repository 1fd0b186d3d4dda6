namespace Atelier.Engine.Changes;

/// <summary>What a node holds in memory of a few rows of the database; <see cref="Reloader"/> keeps it as they are.</summary>
internal interface IReloaded
{
    /// <summary>The word that says that the rows are others.</summary>
    string Word { get; }

    /// <summary>Reads them anew.</summary>
    Task LoadAsync(CancellationToken cancellationToken);
}
