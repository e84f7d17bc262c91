import type en from './en-shell';

export default {
  'nav.label': 'Principal',
  'nav.patients': 'Pacientes',
  'nav.summaries': 'Resúmenes',
  'nav.alerts': 'Avisos',
  'nav.alerts_open': { one: 'abierto', other: 'abiertos' },
  'nav.people': 'Personas',
  'nav.clinic': 'Clínica',
  'nav.you': 'Tu cuenta',
  'nav.demo': 'Demostración: personas y registros inventados.',
  'nav.not_live': 'Nadie vigila los diarios en directo.',

  'gate.ended': 'Tu sesión se cerró. Entra para seguir.',
  'gate.title': 'Espacio del personal',
  'gate.no_server': 'El servidor no respondió, así que aún no hay nada que mostrar.',
  'gate.patient': '¿Eres paciente? Tu diario está aquí.',

  'load.missing': 'Esto no está aquí, o no formas parte de este equipo de atención.',
  'load.stale': 'No se pudo actualizar. Datos de {when}.',

  'you.title': 'Tu cuenta',
  'you.signed_in_as': '{name}, {role} en {clinic}',
  'you.switch': 'Otras clínicas y funciones',
  'you.switch_to': '{clinic}, {role}',
  'push.title': 'Notificaciones en este dispositivo',
  'push.text': 'Para avisos y resúmenes nuevos. Una notificación no lleva nombres ni nada clínico.',
  'push.on': 'Activadas en este dispositivo.',
  'push.off': 'Desactivadas en este dispositivo.',
  'push.denied': 'Este navegador bloquea las notificaciones de este sitio. Permítelas antes en sus ajustes.',
  'push.none': 'Este navegador no puede recibir notificaciones.',
  'push.turn_on': 'Activar',
  'push.turn_off': 'Desactivar',
  'push.test': 'Enviar una prueba',
  'push.test_sent': 'Enviada. Debería llegar en un minuto.',
} satisfies Record<keyof typeof en, unknown>;
