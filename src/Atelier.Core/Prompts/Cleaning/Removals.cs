using Atelier.Core.Routing;

namespace Atelier.Core.Prompts.Cleaning;

/// <summary>What cleaning took out, in our own words: the caller's are not repeated.</summary>
internal sealed class Removals
{
    private readonly List<string> _flags = [];
    private readonly List<string> _markup = [];
    private int? _cutFrom;
    private int _cutAt;

    /// <summary>Names of what a model would have taken for orders, each once.</summary>
    public IReadOnlyList<string> Flags => _flags;

    /// <summary>Names of what a page would have taken for markup, each once.</summary>
    public IReadOnlyList<string> Markup => _markup;

    public void AddFlag(string name) => AddOnce(_flags, name);

    public void AddMarkup(string name) => AddOnce(_markup, name);

    public void AddCut(int from, int at) => (_cutFrom, _cutAt) = (from, at);

    /// <summary>As the answer declares it.</summary>
    public IEnumerable<Degradation> Losses()
    {
        if (_markup.Count > 0)
        {
            yield return new("prompt_markup_removed", $"Taken out of the prompt: {string.Join(", ", _markup)}.");
        }

        if (_cutFrom is { } from)
        {
            yield return new("prompt_cut", $"The prompt has {from} characters; it was cut to {_cutAt}.");
        }

        if (_flags.Count > 0)
        {
            yield return new(
                "prompt_flags_removed",
                $"Taken out of the prompt, since a model would obey or draw them: {string.Join(", ", _flags)}."
            );
        }
    }

    private static void AddOnce(List<string> names, string name)
    {
        if (!names.Contains(name))
        {
            names.Add(name);
        }
    }
}
