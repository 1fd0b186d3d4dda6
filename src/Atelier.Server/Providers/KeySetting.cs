namespace Atelier.Server.Providers;

/// <summary>One of a provider's keys. Not a record: its text would hold the key.</summary>
/// <param name="name">The variable that holds it.</param>
/// <param name="weight">0 to 100; 0 takes nothing new.</param>
internal sealed class KeySetting(string name, string key, int weight = 1)
{
    public string Name => name;

    public string Key => key;

    public int Weight => weight;
}
