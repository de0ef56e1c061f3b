namespace VideoGen.Domain.Catalog;

/// <summary>A camera move and the words that ask for it.</summary>
public sealed record Camera(string Name, string DisplayName, string Words);

/// <summary>The camera moves there are.</summary>
public static class Cameras
{
    private static readonly Dictionary<string, string> Aliases = new() { ["tracking_shot"] = "tracking" };

    public static IReadOnlyList<Camera> All { get; } =
    [
        new("zoom_in", "Zoom in", "slowly zoom in on the subject"),
        new("zoom_out", "Zoom out", "camera zooms out to reveal the scene"),
        new("pan_left", "Pan left", "camera pans left across the scene"),
        new("pan_right", "Pan right", "camera pans right across the scene"),
        new("tilt_up", "Tilt up", "camera tilts up"),
        new("tilt_down", "Tilt down", "camera tilts down"),
        new("crane_up", "Crane up", "crane shot moving upward"),
        new("crane_down", "Crane down", "crane shot moving downward, looking down at subject"),
        new("dolly_in", "Dolly in", "dolly in toward the subject"),
        new("dolly_out", "Dolly out", "dolly out from the subject"),
        new("orbit_left", "Orbit left", "camera orbits left around the subject"),
        new("orbit_right", "Orbit right", "camera orbits right around the subject"),
        new("tracking", "Tracking", "tracking shot following the subject"),
        new("static", "Static", "static camera, locked shot"),
        new("handheld", "Handheld", "handheld camera with subtle movement"),
    ];

    public static Camera? Find(string? name) =>
        name is null ? null : All.FirstOrDefault(camera => camera.Name == Aliases.GetValueOrDefault(name, name));
}
