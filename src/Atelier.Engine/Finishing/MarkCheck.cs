using Atelier.Imaging.Pipeline;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Finishing;

/// <summary>Whether the mark of free accounts can be drawn here. Asked before money is spent on a picture that needs it.</summary>
public sealed class MarkCheck(PictureFinisher finisher, IOptions<ImageOptions> options)
{
    public bool Passes() => finisher.CanMark(options.Value.Watermark.Text);
}
