namespace Atelier.Server.Catalogue;

/// <summary>A style.</summary>
/// <param name="Kind">visual, use or transfer: what a picture looks like, what it is for, what a photo is turned into.</param>
/// <param name="On">Whether requests may name it now.</param>
/// <param name="Words">Go behind the prompt; of a transfer before it.</param>
/// <param name="MidjourneyWords">Stand in place of words where Midjourney makes the picture; empty where it gets those too.</param>
/// <param name="Avoid">Go into the negative prompt.</param>
/// <param name="Best">Models to take for it, best first.</param>
/// <param name="Guidance">The guidance scale unless a request says another; missing where the offer decides.</param>
internal sealed record StyleView(
    string Id,
    string Kind,
    string Name,
    string Description,
    bool On,
    IReadOnlyList<string> Words,
    IReadOnlyList<string> MidjourneyWords,
    IReadOnlyList<string> Avoid,
    IReadOnlyList<string> Best,
    decimal? Guidance
);

/// <summary>All styles, in the order of the catalogue.</summary>
internal sealed record StyleList(IReadOnlyList<StyleView> Styles);
