namespace Atelier.Core.Requests;

/// <summary>How far a picture grows at each edge, in pixels; what is missing is 0.</summary>
public sealed record OutpaintDraft(int? Left, int? Right, int? Top, int? Bottom);
