namespace Atelier.Providers.ComfyUi;

/// <summary>An input of a node, such as <c>text</c> of node <c>6</c>.</summary>
internal sealed record SlotPlace(string Node, string Input);
