namespace Atelier.Core.Policy.Matching;

/// <summary>A word of the folded text.</summary>
/// <param name="Tight">Whether it follows the one before without white space.</param>
/// <param name="Broken">Whether a comma, a full stop, a line end or the like is between them.</param>
/// <param name="Node">Where its letters lead to in the trie of words; -1 for nowhere.</param>
internal readonly record struct Token(int Start, int Length, bool Tight, bool Broken, int Node);
