namespace Atelier.Core.Policy;

/// <summary>The words of a request, by what they ask for.</summary>
/// <param name="Wanted">What shall be in the picture: prompts, instructions of edits, colours with names.</param>
/// <param name="Unwanted">What shall not: negative prompts. See <see cref="NegativeItems"/> for how they are read.</param>
public sealed record PolicyTexts(IReadOnlyList<string> Wanted, IReadOnlyList<string> Unwanted);
