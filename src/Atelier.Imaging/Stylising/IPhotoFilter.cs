using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Stylising;

/// <summary>A style: what it does to a photo.</summary>
internal interface IPhotoFilter
{
    /// <summary>A film of the same size; the given one may be changed on the way.</summary>
    Film Apply(Film photo, Rows rows);
}
