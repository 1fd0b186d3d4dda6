namespace Atelier.Providers.Keys;

/// <summary>One key of a provider.</summary>
/// <param name="mark">Which it is.</param>
/// <param name="weight">Its share of new calls beside the others' weights; 0 takes none.</param>
/// <param name="adapter">The adapter that bears it.</param>
public sealed class ProviderKey(KeyMark mark, int weight, IRemoteProvider adapter)
{
    public KeyMark Mark => mark;

    public int Weight => weight;

    public IRemoteProvider Adapter => adapter;
}
