namespace Atelier.Emulators.Wires.OpenAi;

/// <summary>A checked request for pictures, with every default filled in.</summary>
internal sealed record ImagesCall(OpenAiModel Model, string Prompt, int Count, int Width, int Height)
{
    public required string Quality { get; init; }

    public required string Background { get; init; }

    public required string Format { get; init; }

    public bool Stream { get; init; }

    public int Partials { get; init; }

    public int InputImages { get; init; }

    public string Size => $"{Width}x{Height}";

    /// <summary>Tokens of one picture; the input counts with the first.</summary>
    public OpenAiUsage UsageOf(int picture) =>
        new(
            picture == 0 ? (Prompt.Length + 3) / 4 : 0,
            picture == 0 ? InputImages * OpenAiTokens.PerInputImage : 0,
            OpenAiTokens.Of(Model.Family, Quality, Width, Height) + (Partials * OpenAiTokens.PerPartial),
            Model.Family == OpenAiFamily.V15 ? OpenAiTokens.TextPerPicture : 0
        );

    public OpenAiUsage Usage() =>
        Enumerable
            .Range(0, Count)
            .Select(UsageOf)
            .Aggregate(
                (a, b) =>
                    new(a.TextIn + b.TextIn, a.ImagesIn + b.ImagesIn, a.ImagesOut + b.ImagesOut, a.TextOut + b.TextOut)
            );
}
