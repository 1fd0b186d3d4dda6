using Atelier.Data.Images;

namespace Atelier.Engine.Steps;

/// <summary>Pictures whose files are stored, by slot, and those beyond what was asked for.</summary>
/// <param name="Errors">Error codes of slots that nothing came for.</param>
internal sealed record KeptPictures(IReadOnlyDictionary<int, string> Errors)
{
    public Dictionary<int, NewImage> Delivered { get; } = [];

    public List<NewImage> Candidates { get; } = [];
}
