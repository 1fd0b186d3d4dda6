using System.Text;

namespace Atelier.Core.Prompts;

/// <summary>Words on their way to a prompt, joined by commas; what is empty is left out.</summary>
internal sealed class WordList
{
    private readonly StringBuilder _text = new(256);

    public bool IsEmpty => _text.Length == 0;

    public WordList Add(string words)
    {
        if (words.Length > 0)
        {
            _text.Append(_text.Length > 0 ? ", " : "").Append(words);
        }

        return this;
    }

    public WordList Add(IReadOnlyList<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            Add(words[at]);
        }

        return this;
    }

    public override string ToString() => _text.ToString();
}
