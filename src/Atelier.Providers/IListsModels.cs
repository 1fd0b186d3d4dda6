namespace Atelier.Providers;

/// <summary>A provider that tells which models the key may use.</summary>
public interface IListsModels
{
    /// <summary>The models that make pictures. Free, and changes nothing.</summary>
    /// <exception cref="Failures.ProviderException">They could not be asked for.</exception>
    Task<IReadOnlyList<ListedModel>> ListModelsAsync(CancellationToken cancellationToken);
}
