namespace Atelier.Core.Catalogue;

/// <summary>The catalogue cannot be used; holds everything that is wrong with it, one line each.</summary>
public sealed class CatalogueException : Exception
{
    public CatalogueException(IReadOnlyList<CatalogueError> errors)
        : base($"The catalogue has {Count(errors)}:\n{string.Join('\n', errors)}") => Errors = errors;

    /// <summary>In order of files and lines; at least one.</summary>
    public IReadOnlyList<CatalogueError> Errors { get; }

    private static string Count(IReadOnlyList<CatalogueError> errors) =>
        errors.Count == 1 ? "an error" : $"{errors.Count} errors";
}
