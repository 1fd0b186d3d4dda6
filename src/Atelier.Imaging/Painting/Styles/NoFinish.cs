namespace Atelier.Imaging.Painting.Styles;

/// <summary>Leaves the pixels as painted.</summary>
internal sealed class NoFinish : IFinish
{
    public void Apply(Canvas canvas, Rows rows) { }
}
