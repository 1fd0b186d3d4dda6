using System.Text;

namespace Atelier.Core.Prompts.Cleaning;

/// <summary>Cuts pieces out of a text and joins what is left, so that no doubled blanks or commas tell of a gap.</summary>
internal sealed class WordCutter(string text)
{
    private StringBuilder? _rest;
    private int _from;

    /// <summary>Cuts out a piece behind the last one; gives the place where the text goes on.</summary>
    public int Cut(int start, int end)
    {
        _rest ??= new StringBuilder(text.Length);
        _rest.Append(text, _from, start - _from);
        Trim(_rest, commas: false);
        _from = end;
        // An equals sign that moved up to a word could make an assignment of the two.
        while (_from < text.Length && (char.IsWhiteSpace(text[_from]) || text[_from] == '=' || IsSpareComma()))
        {
            _from++;
        }

        if (_from == text.Length)
        {
            Trim(_rest, commas: true);
        }
        else if (_rest.Length > 0 && text[_from] != ',')
        {
            _rest.Append(' ');
        }

        return _from;
    }

    public string Finish() => _rest is null ? text : _rest.Append(text, _from, text.Length - _from).ToString();

    private bool IsSpareComma() => text[_from] == ',' && (_rest!.Length == 0 || _rest[^1] == ',');

    private static void Trim(StringBuilder rest, bool commas)
    {
        while (rest.Length > 0 && (char.IsWhiteSpace(rest[^1]) || (commas && rest[^1] == ',')))
        {
            rest.Length--;
        }
    }
}
