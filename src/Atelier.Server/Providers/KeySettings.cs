using Atelier.Server.Setup;

namespace Atelier.Server.Providers;

/// <summary>
/// Reads a provider's keys: that of its variable and those of the variables numbered behind it, such as <c>PIAPI_API_KEY_2</c>, each
/// with a weight in a variable such as <c>PIAPI_API_KEY_2_WEIGHT</c>.
/// </summary>
internal static class KeySettings
{
    /// <summary>Keys that a provider may have.</summary>
    public const int Most = 16;

    private const int MostWeight = 100;

    /// <summary>All that are set, in the order of their numbers; none where the provider is not switched on.</summary>
    /// <param name="taken">Variables that hold keys of other providers, whatever their names look like.</param>
    /// <exception cref="SettingsException">One is wrong; the text names its variable and never holds the key.</exception>
    public static IReadOnlyList<KeySetting> Read(
        IConfiguration configuration,
        string variable,
        IReadOnlySet<string> taken
    )
    {
        var keys = Enumerable
            .Range(2, Most - 1)
            .Select(number => $"{variable}_{number}")
            .Where(name => !taken.Contains(name))
            .Prepend(variable)
            .Select(name => Read(configuration, name))
            .OfType<KeySetting>()
            .ToList();
        if (keys.GroupBy(key => key.Key, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new SettingsException(
                $"{twice.Last().Name} holds the same key as {twice.First().Name}: leave one out, and give the other the weight of both."
            );
        }

        return keys.Count == 0 || keys.Exists(key => key.Weight > 0)
            ? keys
            : throw new SettingsException(
                $"{keys[0].Name}_WEIGHT is 0, and so is that of every other key there: one at least must take calls. "
                    + "To hold the provider back, set its mode to draining or paused."
            );
    }

    private static KeySetting? Read(IConfiguration configuration, string name) =>
        configuration[name]?.Trim() is { Length: > 0 } key
            ? new KeySetting(
                name,
                ServerSettings.ReadKey(name, key),
                configuration[$"{name}_WEIGHT"]?.Trim() is { Length: > 0 } weight
                    ? ServerSettings.ReadNumber($"{name}_WEIGHT", weight, MostWeight)
                    : 1
            )
            : null;
}
