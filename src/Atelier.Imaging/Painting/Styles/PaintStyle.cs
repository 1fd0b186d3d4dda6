using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Words;

namespace Atelier.Imaging.Painting.Styles;

/// <summary>A style: how to lay out a scene, and what to do with the finished pixels.</summary>
internal sealed record PaintStyle(Func<Scene, Frame, IReadOnlyList<ILayer>> Compose, IFinish Finish);
