using Atelier.Engine.Checking;
using Atelier.Imaging.Reading;

namespace Atelier.Engine.Photos;

/// <summary>An upload that may be kept: written anew, and nothing was found in it.</summary>
public sealed record CheckedUpload(CleanPicture Picture, PictureVerdict Verdict);
